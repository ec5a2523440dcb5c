import fc from "fast-check";
import { type Any, map, one, rarely, ref, type Slip, sub, when, withStranger } from "./vocabulary.ts";

/** `Cors` of `AWS::Serverless::Api`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html */
export function restCors(slip: Slip): Any {
  const text = one("'*'", "*", "'https://app.example.com'", ref("Text"), sub("'${Text}'"), when("IsProd", "'https://app.example.com'", "'*'"));
  const settings = map({
    AllowOrigin: rarely(80, slip(one("'*'", "'https://app.example.com'", ref("Text"), sub("'${Text}'")))),
    AllowMethods: rarely(40, slip(one("'GET,POST'", "'*'", ref("Text")))),
    AllowHeaders: rarely(50, slip(one("'Content-Type'", ref("Text"), ""))),
    MaxAge: rarely(40, slip(one("'600'", 600, 0, ref("Text")))),
    AllowCredentials: rarely(40, slip(one(true, false, "true", "'true'", ref("Truth")))),
  });
  return fc.oneof({ weight: 1, arbitrary: text }, { weight: 4, arbitrary: withStranger(slip, settings, "AllowOrigins", "ExposeHeaders", "Foo") });
}

/** `CorsConfiguration` of `AWS::Serverless::HttpApi`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapicorsconfiguration.html */
export function httpCors(slip: Slip): Any {
  const split = { "Fn::Split": [",", "a,b"] };
  const whole = one(true, false, ref("Truth"), ref("Boolean"), when("IsProd", { AllowOrigins: ["https://app.example.com"] }, { AllowOrigins: ["https://test.example.com"], MaxAge: 5 }));
  const settings = map({
    AllowOrigins: rarely(85, slip(one(["*"], ["https://app.example.com", "https://admin.example.com"], "*", ref("Text"), [ref("Text")], split, when("IsProd", ["https://app.example.com"], ["*"])))),
    AllowMethods: rarely(50, slip(one(["GET", "POST"], ["*"], "GET", [], split))),
    AllowHeaders: rarely(50, slip(one(["content-type"]))),
    ExposeHeaders: rarely(30, slip(one(["x-total"]))),
    MaxAge: rarely(40, slip(one(600, 0, "600", ref("Text")))),
    AllowCredentials: rarely(40, slip(one(true, false, "true", ref("Boolean"), ref("Truth")))),
  });
  return fc.oneof({ weight: 15, arbitrary: whole }, { weight: 85, arbitrary: withStranger(slip, settings, "AllowOrigin", "Foo") });
}

/** `Cors` of a function URL. */
export function urlCors(slip: Slip): Any {
  const settings = map({
    AllowOrigins: rarely(80, slip(one(["*"], ["https://app.example.com"]))),
    AllowMethods: rarely(50, slip(one(["GET"]))),
    AllowCredentials: rarely(40, slip(one(true))),
    MaxAge: rarely(40, slip(one(5))),
    AllowHeaders: rarely(30, slip(one(["content-type"]))),
    ExposeHeaders: rarely(30, slip(one(["x-total"]))),
  });
  return withStranger(slip, settings, "AllowOrigin");
}
