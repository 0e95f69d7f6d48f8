// In: nothing. Out: the catalogue of permissions, each with a sentence. Promises to be the one list that guards, roles and pages share.

export const catalogue = {
  "project.read": "See the project and its overview",
  "project.edit": "Change the project's name, defaults and shared views",
  "project.delete": "Delete the project with everything in it",
  "server.read": "See MCP servers, their tools and their state",
  "server.create": "Add MCP servers",
  "server.edit": "Change, check and synchronise MCP servers, and replace their credentials",
  "server.delete": "Delete MCP servers",
  "endpoint.read": "See endpoints and the tools they expose",
  "endpoint.create": "Create endpoints",
  "endpoint.edit": "Change endpoints, their servers and tools, and revoke sessions",
  "endpoint.delete": "Delete endpoints",
  "endpoint.connect": "Connect AI clients to endpoints",
  "activity.read": "See the record of calls to the endpoints one may see",
  "activity.readPayload": "Read what calls sent and received",
  "activity.retain": "Decide how long calls are kept, and hold the record",
  "activity.forward": "Forward the record of all calls to other systems",
  "member.read": "See members, their roles and invitations",
  "member.edit": "Invite people, change their roles and remove them",
  "role.read": "See roles and what they allow",
  "role.edit": "Create, change and delete roles",
  "serviceAccount.edit": "Create service accounts, give them roles and issue their tokens",
  "audit.read": "See and export the audit log of what people changed",
} as const;

export type Permission = keyof typeof catalogue;

export const permissions = Object.keys(catalogue) as Permission[];

/** Those that are held for some endpoints and not for others: their rules take conditions. */
export const endpointPermissions = [
  "endpoint.read",
  "endpoint.create",
  "endpoint.edit",
  "endpoint.delete",
  "endpoint.connect",
] as const satisfies readonly Permission[];

export type EndpointPermission = (typeof endpointPermissions)[number];

/** Those that are held for the whole project or not at all. */
export type ProjectPermission = Exclude<Permission, EndpointPermission>;

export function isPermission(word: string): word is Permission {
  return Object.hasOwn(catalogue, word);
}

export function isEndpointPermission(permission: Permission): permission is EndpointPermission {
  return (endpointPermissions as readonly Permission[]).includes(permission);
}
