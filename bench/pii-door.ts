// The data plane alone, as server/main.ts opens it, in a process of its own.
import { openDoor } from "@/server/gateway/front-door";
import { createHttpServer } from "@/server/gateway/http-server";

const door = openDoor((_request, response) => {
  response.writeHead(404).end();
});
createHttpServer(door.answer).listen(Number(process.env["PORT"]), "127.0.0.1");
