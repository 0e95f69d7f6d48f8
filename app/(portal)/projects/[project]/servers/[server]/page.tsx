import { ToolsTab } from "@/components/servers/tools-tab";

export const metadata = { title: "Tools" };

export default function ServerToolsPage() {
  return <ToolsTab />;
}
