// The gateway under test, as a process of its own: says its address once it can be asked, and runs until it is ended.
import process from "node:process";
import { startConformanceGateway } from "@/server/testing/conformance-gateway";

process.send?.(await startConformanceGateway());
