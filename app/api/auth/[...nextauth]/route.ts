import { handleAuth } from "@/server/auth/handle";

export const GET = handleAuth;
export const POST = handleAuth;
