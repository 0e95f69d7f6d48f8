"use client";

import { useQuery } from "@tanstack/react-query";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { Select } from "@/components/ui/select";

type PersonSelectProps = {
  value: string | null;
  onChange: (person: string | null) => void;
  /** A first choice that is no person. */
  anybody?: string | undefined;
};

const nobody = "nobody";

/** A member of the project. */
export function PersonSelect({ value, onChange, anybody }: PersonSelectProps) {
  const trpc = useTRPC();
  const project = useProjectSlug();
  const { data = [] } = useQuery(trpc.roles.people.queryOptions({ project }));
  const people = data.map(({ id, name, email }) => ({ value: id, label: name, hint: email }));
  const options = anybody ? [{ value: nobody, label: anybody }, ...people] : people;
  const none = anybody ? nobody : "";
  return (
    <Select
      options={options}
      value={value ?? none}
      placeholder="Choose a person"
      onValueChange={(next) => onChange(next === nobody ? null : next)}
    />
  );
}
