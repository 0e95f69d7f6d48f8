import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { OfferedEndpoint } from "./consent-types";

type EndpointChoiceProps = {
  offers: readonly OfferedEndpoint[];
  chosen: string;
  onChoose: (id: string) => void;
};

/** For clients that name no endpoint when they ask. */
export function EndpointChoice({ offers, chosen, onChoose }: EndpointChoiceProps) {
  return (
    <Field label="Endpoint" hint="The client did not say which; it will have this one alone.">
      <Select
        value={chosen}
        onValueChange={onChoose}
        options={offers.map(({ id, name, projectName }) => ({
          value: id,
          label: name,
          hint: projectName,
        }))}
      />
    </Field>
  );
}
