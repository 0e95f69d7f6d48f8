"use client";

import { type ComponentProps, useId } from "react";
import { useHydrated } from "@/components/data/use-hydrated";
import { Input } from "@/components/ui/input";

/** Any zone the browser knows, found by typing. */
export function TimeZoneInput(props: ComponentProps<typeof Input>) {
  const id = useId();
  const hydrated = useHydrated();
  const own = hydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : "";
  return (
    <>
      <Input
        {...props}
        list={id}
        autoComplete="off"
        spellCheck={false}
        placeholder={own ? `Browser: ${own}` : "Browser"}
      />
      <datalist id={id}>
        {hydrated
          ? ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
              <option key={zone} value={zone} />
            ))
          : null}
      </datalist>
    </>
  );
}
