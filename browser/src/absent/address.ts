/** Stands where url-parse would, for tus: every browser that runs this has the real thing. */

export default class Address extends URL {}
