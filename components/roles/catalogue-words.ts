const subjects: Record<string, string> = {
  project: "Project",
  server: "Servers",
  endpoint: "Endpoints",
  activity: "Activity",
  member: "Members",
  role: "Roles",
  serviceAccount: "Service accounts",
  audit: "Audit log",
};

const actions: Record<string, string> = {
  read: "See",
  create: "Create",
  edit: "Change",
  delete: "Delete",
  connect: "Connect",
  readPayload: "Read payloads",
  retain: "Decide retention",
  forward: "Forward",
};

export function subjectWord(subject: string): string {
  return subjects[subject] ?? subject;
}

/** Of an action (`read`) or a permission (`endpoint.read`). */
export function actionWord(action: string): string {
  const last = action.split(".").at(-1) ?? action;
  return actions[last] ?? last;
}
