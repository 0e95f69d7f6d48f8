// In: nothing. Out: the catalogue of permissions, each with a sentence. Promises to be the one list that guards, roles and pages share.

export const catalogue = {
  "project.read": "See the project and its overview",
  "project.edit": "Change the project's name and defaults",
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
  "activity.read": "See the record of calls",
  "activity.readPayload": "Read what calls sent and received",
  "audit.read": "See and export the audit log of what people changed",
} as const;

export type Permission = keyof typeof catalogue;

export const permissions = Object.keys(catalogue) as Permission[];
