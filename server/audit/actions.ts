// In: nothing. Out: the catalogue of acts, each as a sentence without its author. Promises to be the one list that the
// record, the page and the export share.

/** Subject and past tense. Who adds an act adds its sentence: `record` takes no other. */
export const actions = {
  "account.identity_linked": "Linked an identity of single sign-on",
  "account.password_changed": "Changed the password",
  "account.updated": "Changed the profile",
  "activity.checkpoints_exported": "Exported the checkpoints of the record",
  "activity.exported": "Exported calls",
  "audit.exported": "Exported the audit log",
  "client.registered": "Registered an AI client",
  "credential.client_entered": "Entered the OAuth client of a server",
  "credential.connected": "Connected an account at a server",
  "credential.disconnected": "Disconnected an account at a server",
  "credential.refused": "Found a credential refused by its service",
  "credential.removed": "Removed the credential of a server",
  "credential.replaced": "Replaced the credential of a server",
  "egress.allowed": "Allowed a private address",
  "egress.removed": "Took back a private address",
  "encryption.key_given_up": "Gave up a lost encryption key",
  "encryption.rotated": "Moved stored secrets to the active encryption key",
  "endpoint.created": "Created an endpoint",
  "endpoint.deleted": "Deleted an endpoint",
  "endpoint.disabled": "Switched an endpoint off",
  "endpoint.enabled": "Switched an endpoint on",
  "endpoint.filters_changed": "Changed the filters of an endpoint",
  "endpoint.server_disconnected": "Took a server off an endpoint",
  "endpoint.servers_connected": "Connected servers to an endpoint",
  "endpoint.tools_disabled": "Switched off tools of an endpoint",
  "endpoint.tools_enabled": "Switched on tools of an endpoint",
  "endpoint.updated": "Changed an endpoint",
  "grant.created": "Allowed an AI client",
  "grant.revoked": "Ended the access of an AI client",
  "installation.set_up": "Set up the installation",
  "invitation.created": "Invited somebody",
  "invitation.renewed": "Made a new invitation link",
  "invitation.revoked": "Withdrew an invitation",
  "member.added": "Made somebody an administrator of the project",
  "member.joined": "Joined the project",
  "member.left": "Left the project",
  "member.removed": "Removed a member",
  "member.roles_changed": "Changed the roles of a member",
  "person.admin_given": "Made somebody an administrator of the installation",
  "person.admin_taken": "Took back the administration of the installation",
  "person.created": "Created an account",
  "person.disabled": "Disabled a person",
  "person.enabled": "Enabled a person",
  "person.password_reset": "Set a new password by link",
  "person.reset_link_made": "Made a link to set a new password",
  "person.sessions_ended": "Ended the sessions of a person",
  "project.created": "Created a project",
  "project.deleted": "Deleted a project",
  "project.updated": "Changed the project",
  "role.created": "Created a role",
  "role.deleted": "Deleted a role",
  "role.updated": "Changed a role",
  "server.checked": "Checked a server",
  "server.created": "Added a server",
  "server.deleted": "Deleted a server",
  "server.disabled": "Switched a server off",
  "server.enabled": "Switched a server on",
  "server.synced": "Synchronised the tools of a server",
  "server.updated": "Changed a server",
  "service_account.access_issued": "Got an access token with client credentials",
  "service_account.created": "Created a service account",
  "service_account.deleted": "Deleted a service account",
  "service_account.disabled": "Switched off a service account",
  "service_account.enabled": "Switched on a service account",
  "service_account.token_created": "Issued a token for a service account",
  "service_account.token_revoked": "Revoked a token of a service account",
  "service_account.updated": "Changed a service account",
  "session.ended": "Signed out",
  "session.failed": "Failed to sign in",
  "session.opened": "Signed in",
  "session.others_revoked": "Ended all other sessions",
  "session.revoked": "Ended a session",
  "view.deleted": "Deleted a shared view of the activity",
  "view.shared": "Shared a view of the activity",
  "view.taken_back": "Took back a shared view of the activity",
  "view.updated": "Changed a shared view of the activity",
} as const;

export type AuditAction = keyof typeof actions;

/** The sentence of an act; for one that this version does not know, the act itself. */
export function sentenceOf(action: string): string {
  return Object.hasOwn(actions, action) ? actions[action as AuditAction] : action;
}

const subjects: Record<string, string> = {
  activity: "Activity",
  audit: "Audit log",
  client: "AI client",
  egress: "Private address",
  encryption_key: "Encryption key",
  endpoint: "Endpoint",
  grant: "AI client",
  invitation: "Invitation",
  project: "Project",
  role: "Role",
  server: "Server",
  service_account: "Service account",
  session: "Session",
  user: "Person",
  view: "View",
};

/** What kind of thing an act was about, in a word. */
export function subjectWord(type: string): string {
  const known = Object.hasOwn(subjects, type) ? subjects[type] : undefined;
  return known ?? `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll("_", " ")}`;
}
