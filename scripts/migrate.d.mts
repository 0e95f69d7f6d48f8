export type Migration = { name: string; sql: string; checksum: string };
export function readMigrations(directory?: string): Promise<Migration[]>;
export function prepareDatabase(database: {
  url: string;
  maintenanceUrl: string;
}): Promise<string[]>;
export function migrate(url: string, options?: { directory?: string }): Promise<string[]>;
