import type { Basis } from "./types";

/** Rules as sentences, under the role they belong to. */
export function WhyList({ because }: { because: readonly Basis[] }) {
  const roles = new Map<string, { name: string; sentences: Set<string> }>();
  for (const { role, sentence } of because) {
    const found = roles.get(role.key) ?? { name: role.name, sentences: new Set() };
    found.sentences.add(sentence);
    roles.set(role.key, found);
  }
  return (
    <dl className="grid gap-1.5 text-pretty text-xs">
      {[...roles].map(([key, { name, sentences }]) => (
        <div key={key} className="grid gap-0.5">
          <dt className="font-medium">{name}</dt>
          {[...sentences].map((sentence) => (
            <dd key={sentence} className="text-muted-foreground">
              {sentence}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
