"use client";

import { TabLinks } from "@/components/ui/tab-links";

const items = [
  { href: "/admin", label: "Installation" },
  { href: "/admin/people", label: "People" },
  { href: "/admin/projects", label: "Projects" },
];

/** The pages of the installation. */
export function AdminTabs() {
  return <TabLinks label="Admin" items={items} />;
}
