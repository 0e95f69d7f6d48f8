"use client";

import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { endpointNamesId } from "./endpoint-names";
import { type RuleForm, withoutBlanks } from "./role-form";

type ConditionValuesProps = {
  label: string;
  operator: RuleForm["conditions"][number]["operator"];
  values: readonly string[];
  onChange: (values: string[]) => void;
  error: string | undefined;
};

/** One value, or for `in` a list with one on each line: names may hold commas. */
export function ConditionValues(props: ConditionValuesProps) {
  const { label, operator, values, onChange, error } = props;
  const isList = operator === "in";
  return (
    <div className="grid gap-1">
      {isList ? (
        <Textarea
          rows={Math.max(2, values.length)}
          aria-label={label}
          aria-invalid={error ? true : undefined}
          placeholder="One name on each line"
          spellCheck={false}
          className="font-mono text-xs"
          value={values.join("\n")}
          onChange={(event) => onChange(event.target.value.split("\n"))}
          onBlur={() => onChange(withoutBlanks(values))}
        />
      ) : (
        <Input
          mono
          aria-label={label}
          aria-invalid={error ? true : undefined}
          placeholder={operator === "glob match" ? "engineering-*" : "Name of an endpoint"}
          list={operator === "glob match" ? undefined : endpointNamesId}
          autoComplete="off"
          spellCheck={false}
          value={values[0] ?? ""}
          onChange={(event) => onChange([event.target.value])}
        />
      )}
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}
