"""PyTorch on the processor: the modules, losses and optimizers that it ships, in eager mode."""

import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn
from torch.nn import functional as F

from serve import Unable, blas_in_use, serve


def prepare(task, settings):
    torch.set_num_threads(settings["threads"])
    kinds = {"mlp": Layers, "transformer": Transformer, "matrix-product": Product}
    if task["kind"] not in kinds:
        raise Unable("has no sparse graphs of neurons")
    model = kinds[task["kind"]](task)
    model.notes = [f"{torch.__version__}, {blas_in_use()}"]
    return model


def values_of(task, name):
    return torch.from_numpy(task["tensors"][name]["values"])


class Layers:
    def __init__(self, task):
        self.task = task
        sizes, hidden = task["sizes"], {"relu": nn.ReLU, "tanh": nn.Tanh}[task["hidden"]]
        modules = []
        for layer in range(len(sizes) - 1):
            linear = nn.Linear(sizes[layer], sizes[layer + 1])
            with torch.no_grad():
                linear.weight.copy_(values_of(task, f"layers.{layer}.weight"))
                linear.bias.copy_(values_of(task, f"layers.{layer}.bias"))
            modules += [linear, hidden()]
        self.network = nn.Sequential(*modules[:-1])
        self.loss_of = F.cross_entropy if task["loss"] == "cross-entropy" else F.mse_loss
        self.optimizer = self.make_optimizer(task["optimizer"])
        size = task["batchSize"]
        self.batches = list(zip(*(part.split(size) for part in self.rows("train"))))
        self.next = 0

    def make_optimizer(self, form):
        parameters = self.network.parameters()
        if form["name"] == "sgd":
            return torch.optim.SGD(parameters, lr=form["learningRate"])
        betas = (form["beta1"], form["beta2"])
        return torch.optim.Adam(parameters, lr=form["learningRate"], betas=betas, eps=form["epsilon"])

    def rows(self, part):
        if f"{part}.targets" in self.task["tensors"]:
            return values_of(self.task, f"{part}.inputs"), values_of(self.task, f"{part}.targets")
        return values_of(self.task, f"{part}.inputs"), values_of(self.task, f"{part}.classes").long()

    def run(self, steps):
        for _ in range(steps):
            inputs, targets = self.batches[self.next]
            self.next = (self.next + 1) % len(self.batches)
            loss = self.loss_of(self.network(inputs), targets)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()

    @torch.no_grad()
    def loss(self):
        inputs, targets = self.rows("evaluation")
        return self.loss_of(self.network(inputs), targets).item()


class LayerNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, None, 1e-5)


class Attention(nn.Module):
    def __init__(self, width, head_count, block_size):
        super().__init__()
        self.head_count = head_count
        self.c_attn = nn.Linear(width, 3 * width, bias=False)
        self.c_proj = nn.Linear(width, width, bias=False)
        self.register_buffer("hidden", torch.ones(block_size, block_size).tril() == 0, persistent=False)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = (
            part.view(B, T, self.head_count, C // self.head_count).transpose(1, 2)  # [B, heads, T, width]
            for part in self.c_attn(x).split(C, dim=2)
        )
        if hasattr(F, "scaled_dot_product_attention"):  # since 2.0
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
            y = scores.masked_fill(self.hidden[:T, :T], float("-inf")).softmax(dim=-1) @ v
        return self.c_proj(y.transpose(1, 2).contiguous().view(B, T, C))


class MLP(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width, bias=False)
        self.c_proj = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, width, head_count, block_size):
        super().__init__()
        self.ln_1, self.attn = LayerNorm(width), Attention(width, head_count, block_size)
        self.ln_2, self.mlp = LayerNorm(width), MLP(width)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class GPT(nn.Module):
    """The shape of nanoGPT's model.py, without biases and dropout."""

    def __init__(self, task):
        super().__init__()
        width, block_size = task["width"], task["blockSize"]
        self.wte = nn.Embedding(task["vocabularySize"], width)
        self.wpe = nn.Embedding(block_size, width)
        self.h = nn.ModuleList(Block(width, task["headCount"], block_size) for _ in range(task["layerCount"]))
        self.ln_f = LayerNorm(width)

    def forward(self, tokens, targets):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            x = block(x)
        logits = F.linear(self.ln_f(x), self.wte.weight)  # tied
        return F.cross_entropy(logits.view(-1, logits.size(-1)), targets.reshape(-1))


class Transformer:
    def __init__(self, task):
        self.task = task
        self.network = GPT(task)
        self.network.load_state_dict(
            {name: values_of(task, name) for name in task["tensors"] if name.endswith(".weight")}
        )
        form = task["optimizer"]
        self.clip_norm = form["clipNorm"]
        parameters = list(self.network.parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": form["weightDecay"]},
                {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
            ],
            lr=form["learningRate"],
            betas=(form["beta1"], form["beta2"]),
            eps=form["epsilon"],
        )
        self.text = values_of(task, "text").long()
        self.next = 0

    def batch(self, part, index):
        length = self.task["blockSize"]
        starts = self.task["tensors"][f"{part}.starts"]["values"][index].tolist()
        inputs = torch.stack([self.text[start : start + length] for start in starts])
        return inputs, torch.stack([self.text[start + 1 : start + 1 + length] for start in starts])

    def run(self, steps):
        count = len(self.task["tensors"]["train.starts"]["values"])
        for _ in range(steps):
            loss = self.network(*self.batch("train", self.next))
            self.next = (self.next + 1) % count
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), self.clip_norm)
            self.optimizer.step()

    @torch.no_grad()
    def loss(self):
        count = len(self.task["tensors"]["evaluation.starts"]["values"])
        return sum(self.network(*self.batch("evaluation", index)).item() for index in range(count)) / count


class Product:
    def __init__(self, task):
        self.a, self.b, self.expected = (values_of(task, name) for name in ("a", "b", "expected"))
        self.c = torch.empty_like(self.expected)

    def run(self, steps):
        for _ in range(steps):
            torch.matmul(self.a, self.b, out=self.c)

    def loss(self):
        self.run(1)
        return (self.c - self.expected).abs().max().item()


if __name__ == "__main__":
    serve(prepare)
