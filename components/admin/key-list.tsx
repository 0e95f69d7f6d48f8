import { count } from "@/components/projects/count";
import { Item, ItemGroup } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";

type Key = { id: string; state: "active" | "kept" | "missing"; dataKeys: number };

const states: Record<Key["state"], { tone: StatusTone; label: string; meaning: string }> = {
  active: { tone: "success", label: "Active", meaning: "Protects what is stored from now on." },
  kept: { tone: "neutral", label: "Kept", meaning: "Opens what was stored before." },
  missing: {
    tone: "danger",
    label: "Missing",
    meaning: "Credentials stored with it cannot be opened. Put it back into ENCRYPTION_KEYS.",
  },
};

/** Which keys protect stored credentials, by name only. */
export function KeyList({ keys }: { keys: readonly Key[] }) {
  return (
    <Section
      title="Encryption keys"
      description="They protect the keys of each project, which protect its credentials."
    >
      <ItemGroup className="border-y">
        {keys.map(({ id, state, dataKeys }) => (
          <Item
            key={id}
            title={<span className="font-mono text-xs">{id}</span>}
            description={`${states[state].meaning} In use by ${count(dataKeys, "project key")}.`}
            actions={<StatusBadge tone={states[state].tone} label={states[state].label} />}
          />
        ))}
      </ItemGroup>
    </Section>
  );
}
