import { Time } from "@/components/data/time";
import type { Server } from "./types";

type Credential = NonNullable<Server["credential"]>;

/** Some services do not say who signed in. */
function wordFor({ hint, renewable }: Credential): string {
  return hint || !renewable ? "Set" : "Signed in";
}

/** What is known of a stored credential, in a line: whose, since when, until when. */
export function AccountWords({ credential }: { credential: Credential }) {
  const { account, hint, version, expiresAt, renewable } = credential;
  return (
    <>
      {account ? (
        <>
          Connected as <span className="text-foreground">{account}</span>
        </>
      ) : (
        wordFor(credential)
      )}
      {hint ? (
        <>
          {" · ends in "}
          <code className="font-mono text-foreground">{hint}</code>
        </>
      ) : null}
      {version > 1 ? " · replaced " : " · since "}
      <Time value={credential.createdAt} /> by {credential.createdBy}
      {expiresAt && !renewable ? (
        <>
          {" · expires "}
          <Time value={expiresAt} />
        </>
      ) : null}
      {renewable ? " · renewed automatically" : null}
      {credential.lastUsedAt ? (
        <>
          {" · last used "}
          <Time value={credential.lastUsedAt} />
        </>
      ) : null}
    </>
  );
}
