import { SettingsTab } from "@/components/servers/settings-tab";

export const metadata = { title: "Settings" };

export default function ServerSettingsPage() {
  return <SettingsTab />;
}
