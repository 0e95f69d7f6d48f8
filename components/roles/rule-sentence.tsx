import { Fragment, type ReactNode } from "react";
import { wordsOfActions, wordsOfOperators } from "@/server/roles/schema";
import type { RuleForm } from "./role-form";

/** “May **connect AI clients to** endpoints whose **name matches** `engineering-*`.” */
export function RuleSentence({ actions, conditions }: RuleForm) {
  if (actions.length === 0) return <>Allows nothing yet.</>;
  const verbs = actions.map((action) => (
    <strong key={action} className="font-semibold">
      {wordsOfActions[action]}
    </strong>
  ));
  return (
    <>
      May {joined(verbs, ", ", " and ")}{" "}
      {conditions.length === 0 ? "all endpoints" : "endpoints whose "}
      {joined(
        conditions.map((condition, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is drawn anew as a whole
          <Condition key={index} {...condition} />
        )),
        " and ",
      )}
      .
    </>
  );
}

function Condition({ operator, values }: RuleForm["conditions"][number]) {
  const given = values.filter((value) => value !== "");
  const words = wordsOfOperators[operator === "in" && given.length === 1 ? "equal" : operator];
  return (
    <>
      <strong className="font-semibold">name {words}</strong>{" "}
      {given.length === 0
        ? "…"
        : joined(
            given.map((value) => (
              <code
                key={value}
                className="inline-block max-w-full break-words rounded-sm bg-muted px-1 font-mono text-xs"
              >
                {value}
              </code>
            )),
            ", ",
          )}
    </>
  );
}

function joined(parts: readonly ReactNode[], by: string, last = by): ReactNode[] {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is drawn anew as a whole
    <Fragment key={index}>
      {index > 0 && index < parts.length - 1 ? by : null}
      {index > 0 && index === parts.length - 1 ? last : null}
      {part}
    </Fragment>
  ));
}
