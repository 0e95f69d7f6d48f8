import { CredentialsTab } from "@/components/servers/credentials-tab";

export const metadata = { title: "Credentials" };

export default function ServerCredentialsPage() {
  return <CredentialsTab />;
}
