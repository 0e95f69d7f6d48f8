export function startScratchPostgres(): Promise<{
  url: string;
  adminUrl: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}>;
