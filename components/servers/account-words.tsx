import { Time } from "@/components/data/time";
import type { Server } from "./types";

type Credential = NonNullable<Server["credential"]>;

type AccountWordsProps = { credential: Credential; method: string };

/** What is known of a stored credential, in a line: whose, since when, until when. */
export function AccountWords({ credential, method }: AccountWordsProps) {
  // Some services do not say who signed in.
  const word = method === "oauth" ? "Signed in" : "Set";
  const { account, hint, version, expiresAt, renewable } = credential;
  return (
    <>
      {account ? (
        <>
          Connected as <span className="text-foreground">{account}</span>
        </>
      ) : (
        word
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
