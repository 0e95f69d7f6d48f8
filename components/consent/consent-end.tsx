import { CircleCheck, Unplug } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";

/** There is nothing to decide here, or not any more. */
export function ConsentEnd({ state }: { state: "unknown" | "decided" }) {
  return (
    <Card>
      <CardBody className="p-4">
        {state === "decided" ? (
          <Empty
            icon={CircleCheck}
            heading="h1"
            className="border-0 px-2 py-8"
            title="You have answered this request"
            action={
              <Button asChild variant="secondary">
                <Link href="/connections">My connections</Link>
              </Button>
            }
          >
            You can close this page. If your client is not connected, start again from there.
          </Empty>
        ) : (
          <Empty
            icon={Unplug}
            heading="h1"
            className="border-0 px-2 py-8"
            title="This request has expired"
          >
            It is too old, or was begun in another browser. Start again from your client.
          </Empty>
        )}
      </CardBody>
    </Card>
  );
}
