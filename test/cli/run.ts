import { main } from "../../src/cli/main.ts";
import type { Io } from "../../src/cli/io.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../../src/source/memory-file-system.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly files: MemoryFileSystem;
}

export interface World extends Partial<Omit<Io, "fileSystem" | "stdin">> {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly input?: string;
  readonly cwd?: string;
  /** Nothing can be written. */
  readonly readOnly?: boolean;
}

/** `cors-lint …` in process, in a world of the test's own. */
export async function run(argv: readonly string[], { files = {}, input = "", cwd = "/project", readOnly = false, ...io }: World = {}): Promise<Ran> {
  const fileSystem = memoryFileSystem(files, cwd);
  let out = "";
  let err = "";
  const code = await main(argv, {
    fileSystem: readOnly ? { ...fileSystem, writeAtomically: () => ({ problem: "unwritable", message: "EACCES: permission denied" }) } : fileSystem,
    stdout: (text) => { out += text; },
    stderr: (text) => { err += text; },
    stdin: async () => new TextEncoder().encode(input),
    isTerminal: { stdout: false, stderr: false },
    env: {},
    now: () => 0,
    columns: undefined,
    ...io,
  });
  return { code, out, err, files: fileSystem };
}

/** An HTTP API whose CORS configuration allows an origin that no page can have: one error. */
export const BROKEN = `Resources:
  Users:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: users
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins: ["https://app.example.com/"]
        AllowMethods: [GET]
  ListUsers:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Users, RouteKey: GET /users, Target: !Sub "integrations/\${Backend}" }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Users, IntegrationType: HTTP_PROXY, IntegrationUri: "https://backend.example.com", IntegrationMethod: GET, PayloadFormatVersion: "1.0" }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Users, StageName: $default, AutoDeploy: true }
`;

/** The same with the origin as browsers write it. */
export const CLEAN = BROKEN.replace("app.example.com/", "app.example.com");

/** YAML of another tool. */
export const LEFTHOOK = "pre-commit:\n  commands: {}\n";
