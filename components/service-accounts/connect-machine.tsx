"use client";

import { Unplug } from "lucide-react";
import { useState } from "react";
import { counted } from "@/components/servers/counted";
import { CodeBlock } from "@/components/ui/code-block";
import { Empty } from "@/components/ui/empty";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { addCommand, configuration, tryCommand } from "./machine-snippets";
import type { ServiceAccount } from "./types";

/** How a program connects to what the account may reach; the token stands in a variable of its own. */
export function ConnectMachine({ account }: { account: ServiceAccount }) {
  const { endpoints, hidden } = account;
  const [chosen, setChosen] = useState<string>();
  const endpoint = endpoints.find(({ slug }) => slug === chosen) ?? endpoints[0];
  return (
    <Section
      title="Connect"
      description="Put the token into the variable GATEHOUSE_TOKEN where the program runs. Servers that each person signs in to with an account of their own cannot be used by a program."
    >
      {endpoint ? (
        <>
          <Field label="Endpoint">
            <Select
              options={endpoints.map(({ slug, name, disabled }) => ({
                value: slug,
                label: disabled ? `${name} (switched off)` : name,
              }))}
              value={endpoint.slug}
              onValueChange={setChosen}
              className="sm:w-80"
            />
          </Field>
          <CodeBlock label="Claude Code" code={addCommand(endpoint)} wrap />
          <CodeBlock label="Configuration" code={configuration(endpoint)} />
          <CodeBlock label="Try it in a terminal" code={tryCommand(endpoint)} />
        </>
      ) : (
        <Empty icon={Unplug} title="No endpoint to connect to">
          {hidden > 0
            ? "Its roles open endpoints that you may not see."
            : "The project has no endpoint that its roles let it connect to."}
        </Empty>
      )}
      {endpoint && hidden > 0 ? (
        <p className="text-muted-foreground text-sm">
          Its roles open {counted(hidden, "more endpoint")} that you may not see.
        </p>
      ) : null}
    </Section>
  );
}
