import { CircleCheck, Unplug } from "lucide-react";
import Link from "next/link";
import type { AttemptNotice } from "@/components/connections/types";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";

type ConsentEndProps = {
  state: "unknown" | "decided";
  /** A sign-in elsewhere took longer than the request lived. */
  notice: AttemptNotice | null;
};

/** There is nothing to decide here, or not any more. */
export function ConsentEnd({ state, notice }: ConsentEndProps) {
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
            {notice?.outcome === "connected" ? `${notice.server} stays connected. ` : null}
            It is too old, or was begun in another browser. Start again from your client.
          </Empty>
        )}
      </CardBody>
    </Card>
  );
}
