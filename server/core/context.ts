// Who acts, from where, and when. Doors make it once; everything below receives it.

export type Actor = {
  userId: string;
  /** Copied into records, so that they outlive the person's row. */
  userName: string;
  requestId: string;
  ip: string | null;
  now: Date;
};
