"""Trajectories of optimizers, learning rates of schedules, losses with their gradients."""
import torch

import golden

SHAPES = [(2, 2), (3,)]
STEPS = 24
EPOCHS = 40

OPTIMIZERS = {
    "SGD": (torch.optim.SGD, [
        {},
        {"weight_decay": 0.05},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.3, "weight_decay": 0.01},
        {"momentum": 0.8, "weight_decay": 0.02, "nesterov": True},
    ]),
    "Adam": (torch.optim.Adam, [
        {},
        {"weight_decay": 0.1},
        {"betas": (0.8, 0.95), "eps": 0.01},
        {"betas": (0.0, 0.5), "eps": 1e-4, "weight_decay": 0.01},
    ]),
    "AdamW": (torch.optim.AdamW, [
        {"weight_decay": 0.0},
        {"weight_decay": 0.3},
        {"betas": (0.7, 0.99), "eps": 1e-3, "weight_decay": 0.01},
    ]),
}

SCHEDULES = [
    ("StepLR", torch.optim.lr_scheduler.StepLR, {"step_size": 1, "gamma": 0.9}),
    ("StepLR", torch.optim.lr_scheduler.StepLR, {"step_size": 7, "gamma": 0.3}),
    ("MultiStepLR", torch.optim.lr_scheduler.MultiStepLR, {"milestones": [1, 2, 17, 30], "gamma": 0.2}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 40, "eta_min": 0.0}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 10, "eta_min": 0.0}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 7, "eta_min": 1e-4}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 1, "eta_min": 1e-3}),
]


def flat(tensors):
    return [float(value) for tensor in tensors for value in tensor.detach().flatten()]


def gradients():
    """Of every size, from far below eps to far above, with a zero and changing signs."""
    torch.manual_seed(1)
    sizes = [torch.tensor([[1.0, 1e-3], [1e-9, 10.0]]), torch.tensor([0.0, 1e-6, 0.1])]
    return [[size * torch.randn(size.shape) for size in sizes] for _ in range(STEPS)]


def trajectories():
    torch.manual_seed(2)
    initial = [torch.randn(shape) for shape in SHAPES]
    steps = gradients()
    cases = []
    for name, (make, settings) in OPTIMIZERS.items():
        for setting in settings:
            parameters = [value.clone().requires_grad_() for value in initial]
            optimizer = make(parameters, lr=0.5, **setting)
            values = []
            for i, step in enumerate(steps):
                optimizer.param_groups[0]["lr"] = 0.02 / (i + 1)
                for parameter, gradient in zip(parameters, step):
                    parameter.grad = gradient.clone()
                optimizer.step()
                values.append(flat(parameters))
            cases.append({"name": name, **setting, "values": values})
    return {
        "shapes": SHAPES,
        "initial": flat(initial),
        "learningRates": [0.02 / (i + 1) for i in range(STEPS)],
        "gradients": [flat(step) for step in steps],
        "cases": cases,
    }


def schedules():
    cases = []
    for name, make, setting in SCHEDULES:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.03)
        schedule = make(optimizer, **setting)
        rates = []
        for _ in range(EPOCHS):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        cases.append({"name": name, **setting, "rates": rates})
    return {"base": 0.03, "cases": cases}


def losses():
    torch.manual_seed(3)
    logits = torch.randn(6, 5) * torch.tensor([[0.0], [1.0], [1.0], [10.0], [1000.0], [1e-3]])
    labels = torch.tensor([0, 4, 2, 1, 3, 3])
    cases = []
    for name, loss, values in [
        ("CrossEntropyLoss", torch.nn.CrossEntropyLoss(), logits),
        ("NLLLoss", torch.nn.NLLLoss(), torch.log_softmax(logits, 1)),
        ("CrossEntropyLoss", torch.nn.CrossEntropyLoss(), logits[:1]),
    ]:
        outputs = values.clone().requires_grad_()
        result = loss(outputs, labels[: len(outputs)])
        result.backward()
        cases.append({
            "name": name,
            "images": len(outputs),
            "outputs": flat([outputs]),
            "labels": labels[: len(outputs)].tolist(),
            "loss": float(result),
            "gradient": flat([outputs.grad]),
        })
    return cases


def make(folder):
    content = {"trajectories": trajectories(), "schedules": schedules(), "losses": losses()}
    golden.write(folder / "optimization.json", content)
