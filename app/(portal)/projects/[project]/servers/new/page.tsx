import { AddServerView } from "@/components/servers/add-server-view";

export const metadata = { title: "Add server" };

export default function AddServerPage() {
  return <AddServerView />;
}
