import { Ban, Check } from "lucide-react";
import { actionWord } from "./catalogue-words";
import type { Because } from "./types";
import { WhyList } from "./why-list";

type PreviewEndpointProps = { name: string; because: Because };

/** What one could do with an endpoint of this name; the rules behind it on demand. */
export function PreviewEndpoint({ name, because }: PreviewEndpointProps) {
  const actions = [...new Set(because.map(({ permission }) => permission))];
  return (
    <li className="grid gap-1 py-2.5 text-sm">
      <p className="break-words font-medium">{name}</p>
      {actions.length === 0 ? (
        <p className="flex items-center gap-1.5 text-muted-foreground text-xs">
          <Ban aria-hidden="true" className="size-3.5" />
          Nothing: no rule reaches it
        </p>
      ) : (
        <>
          <ul className="flex flex-wrap gap-x-3 gap-y-1">
            {actions.map((action) => (
              <li key={action} className="flex items-center gap-1 text-xs">
                <Check aria-hidden="true" className="size-3.5 text-success" />
                {actionWord(action)}
              </li>
            ))}
          </ul>
          <details className="text-xs">
            <summary className="w-fit cursor-pointer py-1 text-muted-foreground hover:text-foreground">
              Why<span className="sr-only"> {name}</span>
            </summary>
            <WhyList because={because} />
          </details>
        </>
      )}
    </li>
  );
}
