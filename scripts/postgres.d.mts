export type Postgres = {
  url: string;
  applicationUrl: string;
  adminUrl: string;
  port: number;
  readonly pid: number;
  stop(): Promise<void>;
};
export function startPostgres(options: {
  dataDir: string;
  durable?: boolean;
  onRestart?: (said: string) => void;
}): Promise<Postgres>;
