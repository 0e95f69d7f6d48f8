import { EndpointsTab } from "@/components/servers/endpoints-tab";

export const metadata = { title: "Endpoints" };

export default function ServerEndpointsPage() {
  return <EndpointsTab />;
}
