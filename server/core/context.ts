// Who acts, from where, and when. Doors make it once; everything below receives it.

export type Actor = {
  userId: string;
  /** Copied into records, so that they outlive the person's row. */
  userName: string;
  requestId: string;
  ip: string | null;
  /** What the browser or program calls itself, cut to 400 characters; absent where nothing called. */
  userAgent?: string | null | undefined;
  now: Date;
};
