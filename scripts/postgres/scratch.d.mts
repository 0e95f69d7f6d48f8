export function startScratchPostgres(): Promise<{
  url: string;
  applicationUrl: string;
  adminUrl: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}>;
