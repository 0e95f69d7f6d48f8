import type { Outputs } from "@/components/trpc/outputs";
import { StatusBadge } from "@/components/ui/status-badge";
import { wordsOfActions } from "@/server/roles/schema";
import type { EndpointAction } from "./role-form";
import { WhyList } from "./why-list";

type PersonVerdictProps = {
  verdict: Outputs["roles"]["explainPerson"];
  permission: EndpointAction;
  endpoint: { name: string };
};

/** "Yes. Ana may connect AI clients to Support." and the rules that say so, or the ones that fall short. */
export function PersonVerdict({ verdict, permission, endpoint }: PersonVerdictProps) {
  const { person, allowed, because, missing, switchedOff } = verdict;
  const may = `${allowed ? "may" : "may not"} ${wordsOfActions[permission]}`;
  return (
    <div className="grid gap-2 text-sm">
      <p className="text-pretty">
        <StatusBadge
          tone={allowed ? "success" : "danger"}
          label={allowed ? "Yes" : "No"}
          className="mr-1.5 font-medium"
        />
        {person.name} {may} <strong className="font-semibold">{endpoint.name}</strong>
        {switchedOff ? ", but it is switched off: nobody can." : "."}
      </p>
      <WhyList because={allowed ? because : missing} />
      {allowed ? null : <Ask verdict={verdict} />}
    </div>
  );
}

function Ask({ verdict: { missing, askers } }: Pick<PersonVerdictProps, "verdict">) {
  const whom = new Intl.ListFormat("en", { type: "disjunction" }).format(askers);
  return (
    <p className="text-muted-foreground text-xs">
      {missing.length === 0 ? "They hold no role here. " : null}
      {whom ? `${whom} can change that.` : "An administrator can change that."}
    </p>
  );
}
