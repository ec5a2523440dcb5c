export { allowsNoOrigin, corsHeaderSent, functionAnswers, functionErrors, functionMethods, functionOrigins } from "./answers.ts";
export { handlerOf, handlersOf } from "./uses.ts";
