export function startServer(
  defer: (task: () => unknown) => void,
  settings?: Record<string, string>,
): Promise<{ GATEHOUSE_E2E_URL: string; GATEHOUSE_E2E_DATA_DIR: string }>;
