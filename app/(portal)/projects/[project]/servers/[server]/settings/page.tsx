import { SettingsTab } from "@/components/servers/settings-tab";

export const metadata = { title: "Server settings" };

export default function ServerSettingsPage() {
  return <SettingsTab />;
}
