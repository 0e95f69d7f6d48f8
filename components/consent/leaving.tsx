import { Card, CardBody } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";

/** Shown while the browser goes on; it stays when an app takes over. */
export function Leaving({ client }: { client: string }) {
  return (
    <Card>
      <CardBody className="grid justify-items-center gap-3 p-6 text-center" role="status">
        <Spinner />
        <h1 className="break-words font-semibold text-lg">Returning to {client}</h1>
        <p className="text-muted-foreground text-sm">
          If your browser asks, let it open the app. You can close this page once your client
          continues.
        </p>
      </CardBody>
    </Card>
  );
}
