"use client";

import { AccountSection } from "./account-section";
import { OAuthClientSection } from "./oauth-client-section";
import { PeopleSection } from "./people-section";
import { useServer } from "./server-view";
import { SignInSection } from "./sign-in-section";
import type { Server } from "./types";

export function CredentialsTab() {
  const { data: server } = useServer();
  return server ? <Credentials server={server} /> : null;
}

function Credentials({ server }: { server: Server }) {
  const { oauth } = server.signIn;
  const signsIn = server.authMethod !== "none";
  return (
    <div className="grid gap-10">
      <SignInSection server={server} />
      {signsIn ? <AccountSection server={server} /> : null}
      {signsIn && server.credentialMode === "personal" ? <PeopleSection server={server} /> : null}
      {oauth ? <OAuthClientSection server={server} oauth={oauth} /> : null}
    </div>
  );
}
