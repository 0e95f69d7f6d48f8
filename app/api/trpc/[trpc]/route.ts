import { handleTrpc } from "@/server/trpc/handle";

export const GET = handleTrpc;
export const POST = handleTrpc;
