// The class below tus-js-client's front door, which would bring along the browser's storage.
declare module "tus-js-client/lib/upload.js" {
  import { Upload, type UploadOptions } from "tus-js-client";

  export default class BaseUpload extends Upload {
    static readonly defaultOptions: UploadOptions;
    constructor(file: object, options: UploadOptions);
    override options: UploadOptions;
  }
}
