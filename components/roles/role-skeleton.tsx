import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export function RoleSkeleton() {
  return (
    <>
      <Skeleton className="h-7 w-48" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <SkeletonRows rows={10} label="Loading the role" />
        <Skeleton className="h-72 rounded-xl" />
      </div>
    </>
  );
}
