declare module 'asl-validator' {
  /** Judges a definition by the schema of the Amazon States Language and by rules that a schema cannot hold. */
  export default function aslValidator(definition: unknown): {
    isValid: boolean;
    errors: { 'Error code': string; Message: string }[];
  };
}
