"""A Python function's process: the same lines of JSON over descriptor 3 as main.cjs."""

import datetime
import importlib
import json
import os
import socket
import sys
import time
import traceback

real_time = time.time
start_seconds = set_at_seconds = real_time()
# On a virtual clock time stands still while a function runs.
stands_still = sys.argv[2:3] == ["virtual"]


def sandbox_time():
    return start_seconds + (0 if stands_still else real_time() - set_at_seconds)


class SandboxDatetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(sandbox_time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(sandbox_time(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(sandbox_time())


def install_time():
    time.time = sandbox_time
    datetime.datetime = SandboxDatetime


def set_time(epoch_ms):
    global start_seconds, set_at_seconds
    start_seconds = epoch_ms / 1000
    set_at_seconds = real_time()


class Context:
    def __init__(self, message):
        self.aws_request_id = message["requestId"]
        self.invoked_function_arn = message["invokedFunctionArn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None
        self._deadline = time.monotonic() + message["timeoutMs"] / 1000

    def get_remaining_time_in_millis(self):
        return max(0, int((self._deadline - time.monotonic()) * 1000))


class RuntimeFault(Exception):
    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def load_handler():
    name = os.environ["_HANDLER"]
    module_name, separator, attribute = name.rpartition(".")
    if not separator:
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}'")
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise RuntimeFault(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from error
    except SyntaxError as error:
        raise RuntimeFault(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}"
        ) from error
    if not hasattr(module, attribute):
        raise RuntimeFault(
            "Runtime.HandlerNotFound", f"Handler '{attribute}' missing on module '{module_name}'"
        )
    return getattr(module, attribute)


def to_error(error, request_id=""):
    return {
        "errorMessage": str(error),
        "errorType": getattr(error, "error_type", type(error).__name__),
        "requestId": request_id,
        # The first frame is this file's.
        "stackTrace": traceback.format_tb(error.__traceback__)[1:],
    }


def run(handler, message):
    os.environ["_X_AMZN_TRACE_ID"] = message["traceId"]
    set_time(message["nowEpochMs"])
    try:
        result = handler(json.loads(message["payload"]), Context(message))
        return {"type": "result", "payload": json.dumps(result)}
    except Exception as error:
        described = to_error(error, message["requestId"])
        print(f"[ERROR] {described['errorType']}: {described['errorMessage']}")
        print("".join(described["stackTrace"]), end="")
        return {"type": "error", "error": described}


def main():
    channel = socket.socket(fileno=3)
    lines = channel.makefile("r", encoding="utf-8")

    def say(message):
        sys.stdout.flush()
        channel.sendall((json.dumps(message) + "\n").encode())

    install_time()
    set_time(float(sys.argv[1]))
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        handler = load_handler()
    except Exception as error:
        print(f"[ERROR] {to_error(error)['errorType']}: {error}")
        say({"type": "init-error", "error": to_error(error)})
        sys.exit(1)
    say({"type": "ready"})
    for line in lines:
        say(run(handler, json.loads(line)))


main()
