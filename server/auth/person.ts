/** Somebody signed in to the portal, by a session that was valid a moment ago. */
export type Person = {
  id: string;
  name: string;
  email: string;
  /** Administrator of the installation. */
  instanceAdmin: boolean;
  sessionId: string;
};
