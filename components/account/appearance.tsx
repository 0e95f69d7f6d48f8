"use client";

import { useTheme } from "next-themes";
import { useHydrated } from "@/components/data/use-hydrated";
import { themes } from "@/components/shell/theme-items";
import { RadioCards } from "@/components/ui/radio-cards";
import { Section } from "@/components/ui/section";

export function Appearance() {
  const { theme = "system", setTheme } = useTheme();
  // The choice is kept by the browser, which the server cannot know.
  const chosen = useHydrated() ? theme : "";
  return (
    <Section title="Theme" description="On this device.">
      <RadioCards
        aria-label="Theme"
        columns={3}
        value={chosen}
        onValueChange={setTheme}
        options={themes.map(({ value, label, icon: Icon }) => ({
          value,
          title: label,
          icon: <Icon aria-hidden="true" />,
        }))}
      />
    </Section>
  );
}
