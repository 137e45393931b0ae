"""A real S3 server (moto's), which asks for a key as soon as one was made: whoever shows none is refused."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import boto3
import requests
from botocore.config import Config

from tests.counterparts import Running, answers, free_port, program

ACCOUNT, REGION = "portail", "eu-west-3"
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
BUCKETS = ("media", "prives", "archives", "sauvegardes")
BESIDE = str(Path(sys.executable).parent)
PLAIN = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})


@dataclass
class S3:
    """``url(bucket)`` is what an operator writes in the environment."""

    folder: Path
    port: int = field(default_factory=free_port)
    key: str = ""
    secret: str = ""

    def __post_init__(self):
        # So many calls need no key: those that make an account and its buckets.
        environment = os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": str(3 + len(BUCKETS))}
        command = [program("moto_server", package="moto[server]", beside=BESIDE), "-H", "127.0.0.1", "-p", self.port]
        self.running = Running(command, self.folder / "s3.log", env=environment)

    def start(self) -> "S3":
        """Start it, empty: what it held it held in memory."""
        self.running.start(lambda: answers(self.port))
        accounts = self.client("iam", key="none", secret="none")
        accounts.create_user(UserName=ACCOUNT)
        made = accounts.create_access_key(UserName=ACCOUNT)["AccessKey"]
        accounts.put_user_policy(UserName=ACCOUNT, PolicyName="s3", PolicyDocument=POLICY)
        self.key, self.secret = made["AccessKeyId"], made["SecretAccessKey"]
        for bucket in BUCKETS:
            self.client().create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        return self

    def stop(self) -> None:
        self.running.stop()

    def client(self, service: str = "s3", *, key: str = "", secret: str = ""):
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=REGION, config=PLAIN,
            aws_access_key_id=key or self.key, aws_secret_access_key=secret or self.secret,
        )  # fmt: skip

    def asks_no_key_for(self, calls: int) -> None:
        """Answer so many calls as a bucket that is open to anybody would."""
        requests.post(f"{self.endpoint}/moto-api/reset-auth", data=str(calls), timeout=10).raise_for_status()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, bucket: str) -> str:
        secret = quote(self.secret, safe="")
        return f"s3://{self.key}:{secret}@127.0.0.1:{self.port}/{bucket}?region={REGION}&tls=0"

    def keys(self, bucket: str) -> list[str]:
        return [each["Key"] for each in self.client().list_objects_v2(Bucket=bucket).get("Contents", [])]
