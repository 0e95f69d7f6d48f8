"use client";

import { TabLinks } from "@/components/ui/tab-links";
import { useProjectSlug } from "./use-permissions";

/** The pages of a project's settings. */
export function SettingsTabs() {
  const base = `/projects/${useProjectSlug()}/settings`;
  const items = [
    { href: base, label: "General" },
    { href: `${base}/retention`, label: "Retention" },
    { href: `${base}/forwarding`, label: "Forwarding" },
  ];
  return <TabLinks label="Settings" items={items} />;
}
