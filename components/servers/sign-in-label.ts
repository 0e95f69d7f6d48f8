type SignIn = { authMethod: string; headerName: string | null; credentialMode: string };

const modes: Readonly<Record<string, string>> = { shared: "Shared", personal: "Personal" };

/** Whose account calls use, in one word. */
export function signInLabel(server: SignIn): string {
  if (server.authMethod === "none") return "None";
  return modes[server.credentialMode] ?? server.credentialMode;
}

/** How the credential is presented. */
export function methodLabel({ authMethod, headerName }: SignIn): string {
  if (authMethod === "oauth") return "OAuth";
  if (authMethod === "bearer") return "Bearer token";
  return authMethod === "header" ? `Header ${headerName}` : "No sign-in";
}
