// In: the name of a recorded field. Out: the words people read for it. Promises words also for a field it does not know.

const labels: Record<string, string> = {
  accounts: "Own accounts disconnected",
  authMethod: "Sign-in method",
  clients: "Clients cut off",
  credentialMode: "Whose credential",
  defaultAccessSeconds: "Access offered first",
  disabledAt: "Switched off",
  exposedTools: "Tools exposed",
  expiresAt: "Ends",
  filterRequests: "Filter requests",
  filterResponses: "Filter responses",
  headerName: "Header",
  hostPort: "Address",
  invitations: "Invitations withdrawn",
  ip: "IP address",
  keepDays: "Days calls are kept",
  keepPayloadDays: "Days payloads are kept",
  maxAccessSeconds: "Longest access",
  previousUntil: "The one before signs until",
  requestTypes: "Found in requests",
  responseTypes: "Found in responses",
  returnsTo: "Returns to",
  revoked: "Sessions ended",
  sessions: "Sessions ended",
  slug: "Address",
  statusReason: "Reason",
  subjectId: "Subject",
  url: "Address",
  userAgent: "Program",
};

/** `timeZone` → “Time zone”. */
export function labelOf(field: string): string {
  if (Object.hasOwn(labels, field)) return labels[field] ?? field;
  const words = field
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
