/** What a person sees of an account of theirs at a server; everything but `connected` needs them. */
export type AccountState =
  | "connected"
  | "expired"
  | "needs_sign_in"
  | "unreadable"
  | "not_connected";

export type Stated = { state: AccountState; reason: string | null };

/** The columns a state is told from. */
export type StateRow = {
  kind: string;
  expiresAt: Date | null;
  renewable: boolean;
  needsSignInSince: Date | null;
  statusReason: string | null;
};

/** `opens`: whether the stored secret can be read with the keys of this installation. */
export function stateOf(
  row: StateRow | null,
  authMethod: string,
  opens: boolean,
  now: Date,
): Stated {
  if (!row) return { state: "not_connected", reason: null };
  if (row.kind !== authMethod)
    return { state: "not_connected", reason: "The server now signs people in another way." };
  if (row.needsSignInSince)
    return {
      state: "needs_sign_in",
      reason: row.statusReason ?? "The service no longer accepts this sign-in.",
    };
  if (!opens)
    return {
      state: "unreadable",
      reason: "What was stored can no longer be read. Connect again, or ask an administrator.",
    };
  // One that can be renewed is, as soon as it is used.
  if (row.expiresAt && row.expiresAt <= now && !row.renewable)
    return { state: "expired", reason: "The service let this sign-in end. Connect again." };
  return { state: "connected", reason: null };
}
